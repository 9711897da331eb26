"""The workbench asked whatever its schema allows and much that it does not: it answers, in a form it can explain."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from conflictdesk.web.app import create_app
from desks import fezzan

HOST = {"Host": "127.0.0.1"}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Any:
    app = create_app(fezzan(tmp_path_factory.mktemp("desk")))
    app.add_api_route("/openapi.json", app.openapi, include_in_schema=False)
    return schemathesis.openapi.from_asgi("/openapi.json", app, headers=HOST)


def test_no_request_breaks_it(api: Any) -> None:
    operations = [found.ok() for found in api.get_all_operations()]
    assert len(operations) > 5
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=10, suppress_health_check=list(HealthCheck))
        def ask(case: Any) -> None:
            answer = case.call(headers=HOST)
            assert answer.status_code < 500, (case.method, case.path, answer.text[-600:])
            if case.path.startswith("/api/"):
                assert isinstance(answer.json(), dict | list)

        ask()
