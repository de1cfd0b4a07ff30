package vault

func Extractor() {}
func Bucketer()  {}
