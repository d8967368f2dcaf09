using Xunit.Sdk;
using Xunit.v3;

// Each scenario loads both cores of a small machine; side by side they would only slow each other down.
[assembly: Parallelization(Mode = ParallelMode.None)]
