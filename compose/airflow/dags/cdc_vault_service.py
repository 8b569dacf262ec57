"""What the DAGs do, in plain Python: the service's REST API and the `cdc-vault` command. Needs no Airflow.

CDC_VAULT_URL and ADMIN_TOKEN say where the service is and who asks. What does not succeed raises ServiceFailure.
"""

import json
import os
import subprocess
import time
import urllib.error
import urllib.request


class ServiceFailure(Exception):
    """The service refused, could not be reached, or did not do in time what it was asked for."""


def call(method, path):
    """One request to the admin server; what it answers, as JSON."""
    request = urllib.request.Request(os.environ["CDC_VAULT_URL"].rstrip("/") + path, method=method)
    if method != "GET":
        request.add_header("Authorization", "Bearer " + os.environ["ADMIN_TOKEN"])
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        body = refusal.read().decode(errors="replace")
        raise ServiceFailure(f"{method} {path} was answered with {refusal.code}: {body}") from None
    except OSError as failure:
        raise ServiceFailure(f"{method} {path} was not answered: {failure}") from failure


def require_ready():
    """Fails unless changes reach the vault."""
    health = call("GET", "/health/ready")
    print("The service is", health["state"], *health["reasons"])


def mart(name):
    """What became of a mart's last refresh."""
    marts = {each["name"]: each for each in call("GET", "/api/marts")}
    if name not in marts:
        known = ", ".join(sorted(marts)) or "none, or the presentation database does not answer"
        raise ServiceFailure(f"There is no mart {name}; there are: {known}")
    return marts[name]


def refresh_mart(name, patience=3600, pause=2, grace=10):
    """Asks for a refresh and waits until it has succeeded.

    An earlier attempt's failure is shown until the next one ends, so a failure counts when the mart has rested with it for
    `grace` seconds, or when it is another than before. All times are in seconds.
    """
    before = mart(name)
    call("POST", f"/api/marts/{name}/refresh")
    asked = rested = time.monotonic()
    while True:
        time.sleep(pause)
        now = mart(name)
        if now["refreshed_at"] != before["refreshed_at"] and not now["running"]:
            print(f"Mart {name}: {now['rows']} rows as of {now['load_date']} ({now['lsn']})")
            return now
        moment = time.monotonic()
        if now["running"]:
            rested = moment
        elif now["failure"] and (now["failure"] != before["failure"] or moment - rested >= grace):
            raise ServiceFailure(f"The refresh of mart {name} failed: {now['failure']}")
        if moment - asked > patience:
            raise ServiceFailure(f"Mart {name} was not refreshed within {patience} seconds")


def verify(command=("cdc-vault",), patience=3600):
    """Compares source and vault; fails when they differ, or when they can not be compared."""
    try:
        done = subprocess.run([*command, "verify", "--json"], capture_output=True, text=True, timeout=patience, check=False)
    except subprocess.TimeoutExpired:
        raise ServiceFailure(f"verify did not end within {patience} seconds") from None
    except OSError as failure:
        raise ServiceFailure(f"verify can not be run: {failure}") from failure
    print(done.stdout)
    if done.returncode == 1:
        result = json.loads(done.stdout)
        raise ServiceFailure(
            f"The vault differs from its source: {result['differences']} differences,"
            f" {result['violations']} violations; see above"
        )
    if done.returncode == 3:
        result = json.loads(done.stdout)
        raise ServiceFailure(f"Rows wait as dead letters, by table: {result['waiting']}; see `cdc-vault dead-letters list`")
    if done.returncode != 0:
        print(done.stderr)
        raise ServiceFailure(f"verify ended with exit code {done.returncode}; see above, and docs/errors.md")
    return json.loads(done.stdout)
