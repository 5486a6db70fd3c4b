# SPDX-License-Identifier: Apache-2.0
"""One way to run a method command in a test: its exit code, standard output and standard error."""

import pytest


def runner(command):
    """The fixture `run(*arguments)` for the module of a command."""

    @pytest.fixture
    def run(capsys):
        def call(*arguments):
            code = command.main([str(each) for each in arguments])
            said = capsys.readouterr()
            return code, said.out, said.err

        return call

    return run
