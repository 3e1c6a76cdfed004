"""While Redis is down, the cache is empty: its users go on, and nothing fails."""

import pytest

from careerpaths.operations.redis_cache import RedisCache
from harness.services import free_port


@pytest.fixture
def away() -> RedisCache:
    return RedisCache(f"redis://127.0.0.1:{free_port()}/0", {"OPTIONS": {"socket_connect_timeout": 1}})


def test_a_redis_that_is_down_keeps_nothing_and_causes_no_error(away: RedisCache) -> None:
    away.set("a", 1)
    assert away.set_many({"a": 1}) == []
    assert (away.get("a"), away.get("a", "other"), away.get_many(["a"]), "a" in away) == (None, "other", {}, False)
    assert (away.delete("a"), away.touch("a")) == (False, False)
    away.delete_many(["a"])
    away.clear()


def test_nobody_waits_for_a_lock_in_a_redis_that_is_down(away: RedisCache) -> None:
    """allauth takes a lock in the cache before it counts a use."""
    assert away.add("lock", "mine")


def test_a_count_in_a_redis_that_is_down_has_expired(away: RedisCache) -> None:
    with pytest.raises(ValueError, match="not found"):
        away.incr("count")
