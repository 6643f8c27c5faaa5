"""Sets that grow together: who is in one group with whom."""


class UnionFind:
    """Members 0 to `size` - 1, each in a group of its own until groups are joined."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self._size = [1] * size

    def find(self, member: int) -> int:
        """Return the member that stands for the group of `member`."""
        parent = self._parent
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    def join(self, one: int, other: int) -> int:
        """Make two groups one, and return the member that stands for it."""
        large, small = self.find(one), self.find(other)
        if large != small:
            if self._size[large] < self._size[small]:
                large, small = small, large
            self._parent[small] = large
            self._size[large] += self._size[small]
        return large

    def groups(self) -> list[list[int]]:
        """Return all groups, members in order, groups by their first member.

        Examples
        --------
        >>> sets = UnionFind(4)
        >>> _ = sets.join(3, 1)
        >>> sets.groups()
        [[0], [1, 3], [2]]
        """
        found: dict[int, list[int]] = {}
        for member in range(len(self._parent)):
            found.setdefault(self.find(member), []).append(member)
        return list(found.values())
