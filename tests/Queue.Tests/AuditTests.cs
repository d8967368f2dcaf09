using Wenden.Fixture;

namespace Wenden.Queue.Tests;

public sealed class AuditTests(QueueHall hall)
{
    [Fact]
    public void Every_endpoint_says_who_may_call() => hall.First.Services.PathsWithoutRole().ShouldBeEmpty();

    [Fact]
    public void No_endpoint_tells_of_a_person() => hall.First.Services.UnauditedPaths().ShouldBe(
    [
        "/sites", "/sites/{site}", "/sites/{site}/tickets", "/sites/{site}/windows/{window:int}/call-next",
        "/sites/{site}/tickets/{ticketId:guid}/start", "/sites/{site}/tickets/{ticketId:guid}/finish", "/sites/{site}/tickets/{ticketId:guid}",
        "/sites/{site}/board", "/sites/{site}/board/events",
    ], ignoreOrder: true);
}
