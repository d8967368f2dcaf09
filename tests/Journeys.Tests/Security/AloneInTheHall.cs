namespace Wenden.Journeys.Tests.Security;

/// <summary>Tests that run while no other does: whatever is written meanwhile, they have caused.</summary>
[CollectionDefinition(nameof(AloneInTheHall), DisableParallelization = true)]
public sealed class AloneInTheHall;
