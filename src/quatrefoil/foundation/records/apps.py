# SPDX-License-Identifier: Apache-2.0
"""Registers the records room."""

from django.apps import AppConfig, apps


class RecordsConfig(AppConfig):
    """Files, numbers, reference names, history, notes and links."""

    name = "quatrefoil.foundation.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say in the audit why somebody used break-glass."""
        from quatrefoil.foundation.audit import checking
        from quatrefoil.foundation.audit.words import explain_all
        from quatrefoil.foundation.records import describing, integrity, retention_actions
        from quatrefoil.foundation.records.emergency import REASONS
        from quatrefoil.foundation.vault import erasure, parts

        explain_all(REASONS)
        describing.declare()
        parts.on_saved.append(integrity.remember_saved)
        checking.ALSO.append(lambda: map(str, integrity.rolled_back_parts()))
        erasure.on_erased.append(retention_actions.forget)
        if apps.is_installed("quatrefoil.foundation.vault.keyring"):
            _show_in_the_frame()


def _show_in_the_frame() -> None:
    from quatrefoil.foundation.identity import homes
    from quatrefoil.foundation.records import home_lists, menu
    from quatrefoil.foundation.ui.frame import register_menu, register_tiles

    register_menu(menu.menu)
    register_tiles(menu.tiles)
    homes.register_list(home_lists.lists)
