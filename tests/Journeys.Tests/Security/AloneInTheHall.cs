namespace Wenden.Journeys.Tests.Security;

/// <summary>Tests that run while no other does: whatever is written meanwhile they have caused, and a hall of their own has the machine to itself.</summary>
[CollectionDefinition(nameof(AloneInTheHall), DisableParallelization = true)]
public sealed class AloneInTheHall;
