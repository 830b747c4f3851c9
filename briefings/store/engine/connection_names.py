"""Names of a process's connections on a PostgreSQL server, by which others end those that a dead process left."""

_PREFIX, _SESSION, _WORK = "readout", "session", "work"
_END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity AS work"
_OURS = "datname = current_database() AND usename = current_user"  # only a superuser may end those of other accounts
# Ends the connections with the name $1.
END_OF = f"{_END} WHERE {_OURS} AND application_name = $1"
# Ends the connections of all processes that have no session any more.
END_LEFT = f"""
{_END}
WHERE {_OURS} AND application_name LIKE '{_PREFIX} {_WORK} %' AND NOT EXISTS (
    SELECT FROM pg_stat_activity AS session
    WHERE session.datname = current_database() AND session.application_name LIKE '{_PREFIX} {_SESSION} %'
    AND split_part(session.application_name, ' ', 3) = split_part(work.application_name, ' ', 3)
)
"""


def session_name(replica: str) -> str:
    """The name of the connection that holds a process's advisory locks."""
    return f"{_PREFIX} {_SESSION} {replica}"


def work_name(replica: str) -> str:
    """The name of the connections on which a process reads and writes."""
    return f"{_PREFIX} {_WORK} {replica}"
