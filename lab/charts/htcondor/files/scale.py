"""Makes executors, each a Job of Kubernetes, as waiting jobs of HTCondor need them. Executors go by themselves when they have no job for a
while, so nothing here ever ends one that works. Tells its numbers at /metrics."""

import http.server
import json
import math
import os
import ssl
import subprocess
import threading
import time
import urllib.request

NAMESPACE = os.environ["NAMESPACE"]
MINIMUM, MAXIMUM = int(os.environ["MINIMUM"]), int(os.environ["MAXIMUM"])
CPU, MEMORY = int(os.environ["CPU"]), int(os.environ["MEMORY"])
PAUSE = float(os.environ.get("PAUSE", "30"))
PORT = int(os.environ.get("PORT", "9100"))
API = os.environ.get("API", "https://kubernetes.default.svc")
ACCOUNT = os.environ.get("ACCOUNT", "/var/run/secrets/kubernetes.io/serviceaccount")
TEMPLATE = os.environ.get("TEMPLATE", "/content/executor.json")

numbers = {}
last_success = 0.0


def wanted(idle, busy):
    """Executors for what works and what waits. `idle`: cores and MiB of each waiting job; `busy`: executors that have a job."""
    fitting = [(cpu, memory) for cpu, memory in idle if cpu <= CPU and memory <= MEMORY]
    cores = sum(cpu for cpu, _ in fitting) / CPU
    memory = sum(memory for _, memory in fitting) / MEMORY
    return max(MINIMUM, min(MAXIMUM, busy + math.ceil(max(cores, memory))))


def lines(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {(done.stderr or done.stdout).strip()}")
    return done.stdout.splitlines()


def waiting_jobs():
    # Without a submit node there is no queue to ask.
    if not lines("condor_status", "-schedd", "-autoformat", "Name"):
        return []
    rows = lines("condor_q", "-global", "-allusers", "-constraint", "JobStatus == 1", "-autoformat", "RequestCpus", "RequestMemory")
    jobs = [row.split() for row in rows]
    return [(int(float(job[0])), int(float(job[1]))) for job in jobs if len(job) == 2 and "undefined" not in job]


def busy_executors():
    rows = lines("condor_status", "-constraint", 'SlotType == "Dynamic" && State == "Claimed"', "-autoformat", "Machine")
    return len(set(rows))


def ask(method, path, body=None):
    with open(f"{ACCOUNT}/token", encoding="utf-8") as file:
        token = file.read()
    request = urllib.request.Request(
        f"{API}/apis/batch/v1/namespaces/{NAMESPACE}/jobs{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    context = ssl.create_default_context(cafile=f"{ACCOUNT}/ca.crt") if API.startswith("https:") else None
    with urllib.request.urlopen(request, timeout=30, context=context) as answer:
        return json.load(answer)


def living_executors():
    jobs = ask("GET", "?labelSelector=htcondor%3Dexecutor")["items"]
    over = {"Complete", "Failed"}
    return sum(
        1
        for job in jobs
        if not any(one["type"] in over and one["status"] == "True" for one in job.get("status", {}).get("conditions", []))
    )


def step():
    global last_success
    idle, busy, living = waiting_jobs(), busy_executors(), living_executors()
    target = wanted(idle, busy)
    with open(TEMPLATE, encoding="utf-8") as file:
        template = json.load(file)
    for _ in range(target - living):
        ask("POST", "", template)
    if target > living:
        print(f"{len(idle)} jobs wait, {busy} executors work, {living} live: {target - living} more", flush=True)
    last_success = time.time()
    numbers.update(
        htcondor_jobs_idle=len(idle),
        htcondor_executors_busy=busy,
        htcondor_executors=max(living, target),
        htcondor_executors_max=MAXIMUM,
        htcondor_jobs_too_large=sum(1 for cpu, memory in idle if cpu > CPU or memory > MEMORY),
    )


class Numbers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        # Alive while it works, even if the pool does not answer: that is what the numbers say.
        known = {**numbers, "htcondor_scaler_last_success_timestamp_seconds": last_success}
        text = "".join(f"# TYPE {name} gauge\n{name} {value}\n" for name, value in sorted(known.items()))
        self.send_response(200 if self.path in ("/metrics", "/") else 404)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


def main():
    server = http.server.ThreadingHTTPServer(("", PORT), Numbers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    while True:
        try:
            step()
        except Exception as error:  # What fails now may work in half a minute.
            numbers.clear()
            print(f"{type(error).__name__}: {error}", flush=True)
        time.sleep(PAUSE)


if __name__ == "__main__":
    main()
