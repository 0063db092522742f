// Each test drives several processes; two tests at once would time each other out on a small machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
