"""Redis as a cache. Nothing in it has to last: while Redis is down, it acts like an empty cache and never fails."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends import redis as django_redis
from django.core.cache.backends.dummy import DummyCache
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as NoAnswer


def or_empty(name: str) -> Callable[..., Any]:
    """This method of Django's backend; while Redis is down, the method of a cache that stores nothing."""
    method = getattr(django_redis.RedisCache, name)

    @wraps(method)
    def wrapped(self: "RedisCache", *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except (NoConnection, NoAnswer, ResponseError):
            return getattr(self.empty, name)(*args, **kwargs)

    return wrapped


class RedisCache(django_redis.RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.empty = DummyCache("", params)

    add, get, set, touch, delete = map(or_empty, ("add", "get", "set", "touch", "delete"))
    get_many, set_many, delete_many = map(or_empty, ("get_many", "set_many", "delete_many"))
    has_key, incr, clear = map(or_empty, ("has_key", "incr", "clear"))
