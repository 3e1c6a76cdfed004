"""Writing into a copy of a document leaves the original as it is."""

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from careerpaths.document.locations import MISSING, Location, copied, put

NAMES = st.sampled_from(["a", "b", "id"])
DATA = st.recursive(
    st.integers(0, 3) | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)
PLACES = st.lists(NAMES | st.integers(0, 3), min_size=1, max_size=4).map(tuple)


@given(data=st.dictionaries(NAMES, DATA, max_size=3), place=PLACES, value=DATA | st.just(MISSING))
def test_a_copy_takes_a_value_like_a_deep_copy_and_the_original_stays(
    data: dict[str, Any], place: Location, value: Any
) -> None:
    before, whole, copy = deepcopy(data), deepcopy(data), copied(data, place)
    put(whole, place, value)
    put(copy, place, value)
    assert copy == whole
    assert data == before
