using Wenden.Journeys.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(ImportLast))]

namespace Wenden.Journeys.Tests;

/// <summary>Of the tests that run while no other does, the one that fills the hall with a whole district is the last: the others read everything that stands there.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ImportLast : ITestCollectionOrderer
{
    public const string Name = "import";

    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : ITestCollection => [.. testCollections.OrderBy(collection => collection.TestCollectionDisplayName == Name)];
}
