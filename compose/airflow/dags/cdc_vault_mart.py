"""Refreshes the mart once a day, and fails when that fails."""

import datetime

from airflow.sdk import dag, task

import cdc_vault_service


@dag(
    schedule="@daily",
    start_date=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": datetime.timedelta(minutes=5)},
    tags=["cdc-vault"],
)
def cdc_vault_mart():
    @task
    def require_ready():
        cdc_vault_service.require_ready()

    @task
    def refresh_presentation():
        cdc_vault_service.refresh_mart("presentation")

    require_ready() >> refresh_presentation()


cdc_vault_mart()
