"""The same workload for other systems; see tests.bench.side_by_side."""
