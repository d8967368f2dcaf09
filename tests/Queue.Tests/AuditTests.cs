using Wenden.Fixture;

namespace Wenden.Queue.Tests;

public sealed class AuditTests(QueueHall hall)
{
    [Fact]
    public void Only_who_has_a_link_needs_no_role() => hall.First.Services.PathsWithoutRole().ShouldBe(
    [
        "/visits/{link:length(22)}", "/visits/{link:length(22)}/late", "/visits/{link:length(22)}/leave", "/visits/{link:length(22)}/return",
    ], ignoreOrder: true);

    [Fact]
    public void No_endpoint_tells_of_a_person() => hall.First.Services.UnauditedPaths().ShouldBe(
    [
        "/sites", "/sites/{site}", "/sites/{site}/overview", "/sites/{site}/items", "/sites/{site}/message", "/sites/{site}/tellers",
        "/sites/{site}/tellers/{teller}", "/sites/{site}/zones/{zone}/open", "/sites/{site}/zones/{zone}/close", "/sites/{site}/tickets", "/sites/{site}/tickets/withdraw",
        "/sites/{site}/tickets/{ticketId:guid}", "/sites/{site}/tickets/{ticketId:guid}/why",
        "/sites/{site}/tickets/{ticketId:guid}/slip", "/sites/{site}/tickets/{ticketId:guid}/slip.escpos", "/sites/{site}/tickets/{ticketId:guid}/print",
        .. new[] { "start", "recall", "miss", "return", "hold", "resume", "transfer", "items", "finish", "cancel" }.Select(step => $"/sites/{{site}}/tickets/{{ticketId:guid}}/{step}"),
        "/sites/{site}/leases", "/sites/{site}/leases/{leaseId:guid}/tickets", "/sites/{site}/leases/{leaseId:guid}/return",
        .. new[] { "open", "pause", "resume", "close", "call-next" }.Select(step => $"/sites/{{site}}/windows/{{window:int}}/{step}"),
        "/sites/{site}/board", "/sites/{site}/board/events", "/sites/{site}/announcements/{sequence:long}/{report:regex(^(delivered|played)$)}",
        "/sites/{site}/slots", "/slots", "/sites/{site}/appointments", "/sites/{site}/appointments/check-in",
        "/sites/{site}/appointments/{appointmentId:guid}/move", "/sites/{site}/appointments/{appointmentId:guid}/cancel",
        "/sites/{site}/statistics", "/sites/{site}/statistics.csv",
    ], ignoreOrder: true);
}
