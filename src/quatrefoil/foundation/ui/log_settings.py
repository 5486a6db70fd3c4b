# SPDX-License-Identifier: Apache-2.0
"""Logging without people: paths, bodies, addresses and exception values never reach a log line."""

import logging
import re

SAFE_PATH = re.compile(r"/[^\s\"']*")


class Redact(logging.Filter):
    """Replaces everything a record says by its fixed template; keeps level, logger and exception type."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Strip arguments and exception text."""
        if record.exc_info and record.exc_info[0]:
            record.msg = f"{record.exc_info[0].__name__} in {_where(record)}"
            record.exc_info = None
        else:
            record.msg = SAFE_PATH.sub("/…", str(record.msg))
        record.args = ()
        record.exc_text = None
        return True


def _where(record: logging.LogRecord) -> str:
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace else "?"


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "quatrefoil.foundation.ui.log_settings.Redact"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["redact"], "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
