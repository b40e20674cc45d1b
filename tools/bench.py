"""`make bench`: our speed beside the peers' and the limit. Arguments go to `bench_sceau.py`."""

import bench_sceau

if __name__ == "__main__":
    bench_sceau.main()
