"""Values that are worked out once, when they are first asked for."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):
    """Like functools.cached_property without its lock, which costs more than most look-ups.

    A subject belongs to one thread; and two that worked out the same value would only agree.
    """

    def __init__(self, work: Callable[[Any], T]) -> None:
        """Take the function that works the value out."""
        self.work = work
        self.name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> Self | T:
        """Work the value out and keep it in the instance, where it is found first from then on."""
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.work(instance)
        return value
