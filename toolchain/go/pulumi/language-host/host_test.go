package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/structpb"
)

// program writes a project whose SDK is the given JavaScript, and returns its description.
func program(t *testing.T, files map[string]string) *pulumirpc.ProgramInfo {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return &pulumirpc.ProgramInfo{RootDirectory: root, ProgramDirectory: root, EntryPoint: "."}
}

const runner = "node_modules/@pulumi/pulumi/cmd/run/index.js"

func needNode(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Fatal("these tests need node on the PATH")
	}
}

func TestRunPassesWhatTheSDKNeeds(t *testing.T) {
	needNode(t)
	info := program(t, map[string]string{runner: `
		const fs = require("fs");
		fs.writeFileSync("` + "OUT" + `", JSON.stringify({ args: process.argv.slice(2), exec: process.execArgv,
			config: process.env.PULUMI_CONFIG, keys: process.env.PULUMI_CONFIG_SECRET_KEYS,
			ts: process.env.PULUMI_NODEJS_TYPESCRIPT, tsconfig: process.env.PULUMI_NODEJS_TSCONFIG_PATH }))`})
	out := filepath.Join(t.TempDir(), "out.json")
	path := filepath.Join(info.ProgramDirectory, runner)
	text, _ := os.ReadFile(path)
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), "OUT", out, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	info.Options, _ = structpb.NewStruct(map[string]any{"nodeargs": "--stack-size=900", "tsconfig": "x.json"})
	response, err := newHost(context.Background(), "engine:1").Run(context.Background(), &pulumirpc.RunRequest{
		Info: info, Project: "p", Stack: "s", Organization: "o", MonitorAddress: "monitor:2", Parallel: 4, DryRun: true,
		Config: map[string]string{"p:k": "v"}, ConfigSecretKeys: []string{"p:k"}, Args: []string{"extra"},
	})
	if err != nil || response.Error != "" || response.Bail {
		t.Fatalf("%v, %v", response, err)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"args":["--monitor","monitor:2","--engine","engine:1","--organization","o","--project","p",` +
		`"--root-directory","` + info.RootDirectory + `","--stack","s","--pwd","` + info.ProgramDirectory + `",` +
		`"--parallel","4","--dry-run",".","extra"],"exec":["--stack-size=900"],"config":"{\"p:k\":\"v\"}",` +
		`"keys":"[\"p:k\"]","ts":"true","tsconfig":"x.json"}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRunReportsHowAProgramEnded(t *testing.T) {
	needNode(t)
	for _, c := range []struct {
		sdk, error string
		bail       bool
	}{
		{"", "", false},
		{"process.exit(3)", "Program exited with non-zero exit code: 3", false},
		{"process.exit(32)", "", true},
		{`process.kill(process.pid, "SIGKILL")`, "Program was ended by a signal: signal: killed", false},
	} {
		response, err := newHost(context.Background(), "").Run(context.Background(),
			&pulumirpc.RunRequest{Info: program(t, map[string]string{runner: c.sdk})})
		if err != nil || response.Error != c.error || response.Bail != c.bail {
			t.Errorf("%q: got %q, bail %v, %v", c.sdk, response.GetError(), response.GetBail(), err)
		}
	}
}

func TestRunWithoutTheSDKSaysWhatToDo(t *testing.T) {
	needNode(t)
	info := program(t, map[string]string{"package.json": "{}"})
	response, err := newHost(context.Background(), "").Run(context.Background(), &pulumirpc.RunRequest{Info: info})
	want := "@pulumi/pulumi is not installed for " + info.ProgramDirectory + ": run `npm install` there"
	if err != nil || response.Error != want {
		t.Errorf("got %q, %v", response.GetError(), err)
	}
}

func TestCancelEndsTheProgram(t *testing.T) {
	needNode(t)
	started := filepath.Join(t.TempDir(), "started")
	info := program(t, map[string]string{runner: `require("fs").writeFileSync("` + started + `", "");
		setTimeout(() => {}, 60000)`})
	h := newHost(context.Background(), "")
	done := make(chan *pulumirpc.RunResponse)
	go func() {
		response, _ := h.Run(context.Background(), &pulumirpc.RunRequest{Info: info})
		done <- response
	}()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(started); err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the program did not start")
		}
	}
	if _, err := h.Cancel(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	select {
	case response := <-done:
		if response.Error != "the program was cancelled" {
			t.Errorf("got %q", response.Error)
		}
	case <-time.After(4 * time.Second):
		t.Fatal("the program still runs")
	}
}

// stream collects what RunPlugin sends.
type stream struct {
	grpc.ServerStream
	stdout, stderr string
	codes          []int32
}

func (s *stream) Context() context.Context { return context.Background() }

func (s *stream) Send(r *pulumirpc.RunPluginResponse) error {
	switch output := r.Output.(type) {
	case *pulumirpc.RunPluginResponse_Stdout:
		s.stdout += string(output.Stdout)
	case *pulumirpc.RunPluginResponse_Stderr:
		s.stderr += string(output.Stderr)
	case *pulumirpc.RunPluginResponse_Exitcode:
		s.codes = append(s.codes, output.Exitcode)
	}
	return nil
}

func TestRunPluginStreamsOutputAndExitCode(t *testing.T) {
	needNode(t)
	info := program(t, map[string]string{"node_modules/@pulumi/pulumi/cmd/run-plugin/index.js": `
		console.log(process.argv.slice(2).join(" "), process.env.GIVEN);
		console.error("oh"); process.exitCode = 7`})
	s := &stream{}
	err := newHost(context.Background(), "").RunPlugin(&pulumirpc.RunPluginRequest{
		Info: info, Pwd: info.ProgramDirectory, Kind: "resource", Args: []string{"engine:1"},
		Env: []string{"GIVEN=yes", "PATH=" + os.Getenv("PATH")},
	}, s)
	if err != nil {
		t.Fatal(err)
	}
	if want := info.ProgramDirectory + " engine:1 yes\n"; s.stdout != want {
		t.Errorf("stdout %q, want %q", s.stdout, want)
	}
	if s.stderr != "oh\n" || !slices.Equal(s.codes, []int32{7}) {
		t.Errorf("stderr %q, exit codes %v", s.stderr, s.codes)
	}
}

func TestRequiredPackages(t *testing.T) {
	info := program(t, map[string]string{
		"node_modules/@pulumi/random/package.json":                    `{"name":"@pulumi/random","version":"4.18.5","pulumi":{"resource":true}}`,
		"node_modules/@pulumi/pulumi/package.json":                    `{"name":"@pulumi/pulumi","version":"3.248.0"}`,
		"node_modules/other/package.json":                             `{"name":"other","version":"1.0.0","pulumi":{"resource":true,"name":"third","version":"v2.0.0","server":"https://x.example"}}`,
		"node_modules/other/node_modules/@pulumi/random/package.json": `{"name":"@pulumi/random","version":"4.0.0","pulumi":{"resource":true}}`,
		"node_modules/broken/package.json":                            `{`,
		"node_modules/.bin/package.json":                              `{"pulumi":{"resource":true}}`,
		"program/index.ts":                                            ``,
	})
	got, err := requiredPackages(filepath.Join(info.RootDirectory, "program"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range got {
		names = append(names, strings.Join([]string{p.Kind, p.Name, p.Version, p.Server}, " "))
	}
	want := []string{"resource random v4.18.5 ", "resource third v2.0.0 https://x.example", "resource random v4.0.0 "}
	if !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

func TestOptionsNameEveryProblem(t *testing.T) {
	given, _ := structpb.NewStruct(map[string]any{"typescript": "yes", "nodeargs": 3, "packagemanager": "cargo"})
	_, err := readOptions(&pulumirpc.ProgramInfo{Options: given})
	want := "runtime option typescript must be true or false, not yes\n" +
		"runtime option nodeargs must be a text, not 3\n" +
		`runtime option packagemanager must be auto, npm, yarn, pnpm, bun, not "cargo"`
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestWhatIsNotServedSaysSo(t *testing.T) {
	_, err := newHost(context.Background(), "").GenerateProject(context.Background(), &pulumirpc.GenerateProjectRequest{})
	if status.Code(err) != codes.Unimplemented || !strings.Contains(err.Error(), "GenerateProject") {
		t.Errorf("got %v", err)
	}
}
