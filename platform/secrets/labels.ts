/** Mark of Secrets that hold what is declared; its value is the service. `science-platform secrets audit` looks for it. */
export const serviceLabel = "science-platform/secrets-of";
