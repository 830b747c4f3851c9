"""An SQLite database that may hardly grow, as on a disk that is nearly full."""

from briefings.service import Briefings
from briefings.store import Connection


async def leave_room(core: Briefings, pages: int) -> None:
    """Lets the database grow by so many pages and no more, and uses up those that are free in its file."""

    def limit(connection: Connection) -> None:
        size, free = (connection.exec_driver_sql(f"PRAGMA {of}").scalar_one() for of in ("page_size", "freelist_count"))
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS ballast (bytes BLOB)")
        if free:
            connection.exec_driver_sql("INSERT INTO ballast VALUES (zeroblob(?))", (size * free,))
        used = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={used + pages}")

    await core.outbox._store.write(limit)
