// One server and one browser for all: two tests at once would time each other out on a small machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
