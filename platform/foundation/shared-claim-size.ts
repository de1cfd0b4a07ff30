/** What a claim of shared files counts in its namespace's quota. The files are there already, so it is not what they take. */
export const countedSize = "1Gi";
