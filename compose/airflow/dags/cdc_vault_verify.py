"""Compares the vault with its source once a day, and fails when they differ."""

import datetime

from airflow.sdk import dag, task

import cdc_vault_service


@dag(
    schedule="30 0 * * *",
    start_date=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc),
    catchup=False,
    max_active_runs=1,
    tags=["cdc-vault"],
)
def cdc_vault_verify():
    @task
    def verify():
        cdc_vault_service.verify()

    verify()


cdc_vault_verify()
