// libtorch has one random generator and one number of threads for the process: tests that set them cannot run side by side.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
