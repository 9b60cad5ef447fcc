"""gunicorn inside the `serve` command: no configuration file, no second program to start."""

from __future__ import annotations

import logging
import shutil
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from search_app.logs import log_json
from search_app.metrics import add_metrics, share_between_processes


class _Discreet(logging.Filter):
    """Takes out of gunicorn's messages what visitors asked for and where they are."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is worth a line, after taking the address and the query out of it."""
        said = str(record.msg)
        if said.startswith("Invalid request from"):  # goes on with the visitor's address and a line of the request
            record.msg, record.args = "Invalid request", ()
        elif said.startswith("Error handling request") and record.args:
            method, address, *_ = record.args if isinstance(record.args, tuple) else ("", "")
            record.args = (method, str(address).partition("?")[0])
        ended = record.exc_info[1] if record.exc_info else None
        return not (isinstance(ended, SystemExit) and not ended.code)  # Ctrl-C in the middle of a request


class _Logger(Logger):
    """gunicorn's own messages, without what is private."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(_Discreet())


class _JsonLogger(_Logger):
    """The same as JSON."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        log_json(self.error_log)


class _Server(BaseApplication):
    """A gunicorn that takes its application and settings from the caller."""

    def __init__(self, app: Flask, settings: dict[str, Any]) -> None:
        self.app = app
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app


def run(
    app: Flask,
    binds: list[str],
    workers: int,
    timeout: int,
    *,
    json_logs: bool = False,
    metrics_port: int | None = None,
) -> None:
    """Serve until a signal ends it. There is no access log: addresses of pages hold what people search for.

    What comes in on `metrics_port`, the port of one of `binds`, is answered with figures for Prometheus.
    """

    def tell_app(worker: Any) -> None:  # a long download says with each piece that its worker is not stuck
        app.extensions["worker_alive"] = worker.notify

    settings = {
        "bind": binds,
        "workers": workers,
        "worker_class": "sync",  # the only kind whose time limit really ends a stuck request
        "timeout": timeout,
        "graceful_timeout": 5,
        "post_worker_init": tell_app,
        "accesslog": None,
        "loglevel": "warning",
        "logger_class": _JsonLogger if json_logs else _Logger,
        "limit_request_line": 8190,
        "control_socket_disable": True,
    }
    if metrics_port:
        settings |= _measured(app, metrics_port)
    _Server(app, settings).run()


def _measured(app: Flask, port: int) -> dict[str, Any]:
    """Let the workers add up their figures, and return the settings that this needs."""
    folder = share_between_processes()
    count_ended = add_metrics(app, port)

    def worker_gone(server: Any, worker: Any) -> None:
        if worker.aborted:
            count_ended()

    # Not a context manager: a worker, forked inside it, would remove the folder when it ends.
    return {"child_exit": worker_gone, "on_exit": lambda server: shutil.rmtree(folder, ignore_errors=True)}
