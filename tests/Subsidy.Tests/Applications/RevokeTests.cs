using System.Net;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Subsidy.Tests.Applications;

public class RevokeTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task A_revoked_subsidy_is_told_without_personal_data()
    {
        var application = await ApprovedAsync();
        const string note = "某某（371003197406150021）隐瞒了个体工商户登记";

        using var revoked = await RevokeAsync(application, note);
        using var again = await RevokeAsync(application, note);
        using var other = await RevokeAsync(application, "别的理由");

        (await revoked.StateAsync()).ShouldBe("revoked");
        (await again.StateAsync()).ShouldBe("revoked");
        await other.ShouldBeAsync(HttpStatusCode.Conflict, "application.state");
        var told = await host.RevokedAsync(application.Id);
        (told.Site, told.CaseId, told.Item, told.PersonId, told.Programme, told.Year, told.Amount, told.RevokedBy)
            .ShouldBe((SubsidyHost.Hall, application.CaseId, "BT-4050", application.Person, "4050", 2019, 5000, "a009"));
        told.Reason.ShouldBe("***（371003********0021）隐瞒了个体工商户登记");
        host.RevocationsOf(application.Id).ShouldBe(1);
        var shown = await host.ShowAsync(application);
        shown.GetProperty("revoked").GetProperty("note").GetString().ShouldBe(note);
        shown.GetProperty("amount").GetDecimal().ShouldBe(5000);
    }

    [Fact]
    public async Task Who_was_revoked_may_apply_again()
    {
        var application = await ApprovedAsync();
        using var revoked = await RevokeAsync(application, "登记有误");

        var again = await host.AppliedAsync(application.Person);

        again.Id.ShouldNotBe(application.Id);
    }

    [Fact]
    public async Task Only_what_was_granted_is_revoked_and_with_a_reason()
    {
        var (open, granted) = (await host.AppliedAsync(), await ApprovedAsync());

        using var early = await RevokeAsync(open, "x");
        using var silent = await RevokeAsync(granted, " ");
        using var reviewer = await host.PostAsync(Roles.Reviewer, "r001", $"applications/{granted.Id}/revoke", new { note = "x" });
        using var unknown = await host.PostAsync(Roles.Approver, "a009", $"applications/{Guid.CreateVersion7()}/revoke", new { note = "x" });

        await early.ShouldBeAsync(HttpStatusCode.Conflict, "application.state");
        await silent.ShouldBeAsync(HttpStatusCode.BadRequest, "review.note-missing");
        reviewer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await unknown.ShouldBeAsync(HttpStatusCode.NotFound, "application.unknown");
    }

    [Fact]
    public async Task Revoking_at_once_happens_once()
    {
        var application = await ApprovedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => RevokeAsync(application, $"理由{i}")));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        await host.RevokedAsync(application.Id);
        await Task.Delay(300);
        host.RevocationsOf(application.Id).ShouldBe(1);
    }

    private Task<HttpResponseMessage> RevokeAsync(Applied application, string note) =>
        host.PostAsync(Roles.Approver, "a009", $"applications/{application.Id}/revoke", new { note });

    private async Task<Applied> ApprovedAsync()
    {
        var application = await host.AppliedAsync();
        using var first = await host.FirstAsync(application);
        using var second = await host.SecondAsync(application);
        (await second.StateAsync()).ShouldBe("approved");
        return application;
    }
}
