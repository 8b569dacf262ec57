#!/usr/bin/env python3
"""Runs the DAGs' tasks against a live service, without Airflow, and makes sure that failures are loud.

CDC_VAULT_URL and ADMIN_TOKEN say where the service is; the arguments are the command that stands for `cdc-vault`:
    compose/test/dags.py docker compose exec -T cdc-vault cdc-vault
"""

import os
import pathlib
import sys
import types

DAGS = pathlib.Path(__file__).parent.parent / "airflow" / "dags"
sys.path.insert(0, str(DAGS))
sys.dont_write_bytecode = True

import cdc_vault_service as service  # noqa: E402


class Step:
    """A task's place in the order; they run at once, which is an order that the DAGs allow."""

    def __rshift__(self, other):
        return other


def task(function):
    def placed():
        print("--", function.__name__)
        function()
        return Step()

    return placed


def dag(**settings):
    assert {"schedule", "start_date", "catchup"} <= settings.keys()
    return lambda function: function


def must_fail(what, function, *arguments, **settings):
    try:
        function(*arguments, **settings)
    except service.ServiceFailure as failure:
        print(f"-- {what}: {failure}"[:300])
    else:
        sys.exit(f"{what} did not fail")


sdk = types.ModuleType("airflow.sdk")
sdk.task, sdk.dag = task, dag
sys.modules["airflow"], sys.modules["airflow.sdk"] = types.ModuleType("airflow"), sdk

command = sys.argv[1:]
if command:
    usual = service.verify
    service.verify = lambda: usual(command)
for file in sorted(DAGS.glob("cdc_vault_*.py")):
    if file.stem != "cdc_vault_service":
        print("==", file.stem)
        exec(compile(file.read_text(), str(file), "exec"), {})

print("== failures")
must_fail("unknown mart", service.refresh_mart, "no_such_mart")
must_fail("no such command", usual if command else service.verify, ["no-such-command"])
must_fail("verify is refused", usual if command else service.verify, [*(command or ["cdc-vault"]), "--no-such-option"])
os.environ["ADMIN_TOKEN"], token = "wrong", os.environ["ADMIN_TOKEN"]
must_fail("wrong token", service.refresh_mart, "presentation")
os.environ["ADMIN_TOKEN"], url = token, os.environ["CDC_VAULT_URL"]
os.environ["CDC_VAULT_URL"] = "http://127.0.0.1:1"
must_fail("nobody answers", service.require_ready)
