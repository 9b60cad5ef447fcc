"""gunicorn inside the `serve` command: no configuration file, no second program to start."""

from __future__ import annotations

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from search_app.logs import log_json


class _JsonLogger(Logger):
    """gunicorn's own messages, as JSON."""

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


def run(app: Flask, bind: str, workers: int, timeout: int, *, json_logs: bool = False) -> None:
    """Serve until a signal ends it. There is no access log: addresses of pages hold what people search for."""

    def tell_app(worker: Any) -> None:  # a long download says with each piece that its worker is not stuck
        app.extensions["worker_alive"] = worker.notify

    _Server(
        app,
        {
            "bind": bind,
            "workers": workers,
            "worker_class": "sync",  # the only kind whose time limit really ends a stuck request
            "timeout": timeout,
            "graceful_timeout": 5,
            "post_worker_init": tell_app,
            "accesslog": None,
            "loglevel": "warning",
            "logger_class": _JsonLogger if json_logs else Logger,
            "limit_request_line": 8190,
            "control_socket_disable": True,
        },
    ).run()
