using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Wenden.Fixture;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;

namespace Wenden.Subsidy.Tests.Notices;

public class NoticeTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    private readonly Town _town = new(host);

    [Fact]
    public async Task Whoever_is_approved_is_announced_once_and_masked()
    {
        var person = await _town.DecideAsync();
        await _town.DecideAsync("李四", "371003198001010011", approve: false);
        await _town.ApplyAsync("赵六", "371003198001010022", "first-review");

        using var answer = await _town.PublishAsync();
        using var again = await _town.PublishAsync();

        var published = await answer.Content.ReadFromJsonAsync<JsonElement>();
        (published.GetProperty("count").GetInt32(), published.GetProperty("endsOn").GetString()).ShouldBe((1, "2019-10-26"));
        (await Town.CodeAsync(again)).ShouldBe("notice.nothing");
        var id = published.GetProperty("id").GetGuid();
        var notice = await _town.ReadAsync(citizen: null, $"/notices/{id}");
        notice.GetProperty("isOpen").GetBoolean().ShouldBeTrue();
        notice.GetProperty("title").GetProperty("zh").GetString()!.ShouldContain("2019");
        var shown = notice.GetProperty("people").EnumerateArray().ShouldHaveSingleItem();
        (shown.GetProperty("name").GetString(), shown.GetProperty("idNumber").GetString(), shown.GetProperty("amount").GetDecimal())
            .ShouldBe(("王*梅", "371003********1234", 5000m));
        shown.GetProperty("groups")[0].GetString().ShouldBe("G1");
        shown.EnumerateObject().Select(member => member.Name).ShouldBe(["name", "idNumber", "groups", "amount"]);
        var application = await _town.ReadAsync(Roles.Approver, $"applications/{person.Application}");
        (application.GetProperty("notice").GetProperty("id").GetGuid(), application.GetProperty("notice").GetProperty("endsOn").GetString()).ShouldBe((id, "2019-10-26"));
        application.GetProperty("history").EnumerateArray().Last().GetProperty("what").GetString().ShouldBe("announced");
        application.TryGetProperty("released", out _).ShouldBeFalse();
        await using var database = NpgsqlDataSource.Create(host.Database);
        (await database.ActionsAsync(person.Id)).ShouldContain("subsidy.publish-notice");
    }

    [Theory]
    [InlineData("2019-10-21", true)]
    [InlineData("2019-10-20", false)]
    public async Task A_notice_names_people_up_to_its_last_day(string endsOn, bool isOpen)
    {
        await _town.DecideAsync();
        var id = await _town.NoticeAsync();
        await _town.ExecuteAsync($"update notices set ends_on = '{endsOn}' where id = '{id}'");

        var notice = await _town.ReadAsync(citizen: null, $"/notices/{id}");
        var listed = (await _town.ReadAsync(citizen: null, "/notices")).EnumerateArray().Single(each => each.GetProperty("id").GetGuid() == id);
        using var objected = await _town.SendAsync(null, $"/notices/{id}/objections", new { about = "王*梅", from = "张三", contact = "13800000000", text = "有公司" });

        notice.GetProperty("isOpen").GetBoolean().ShouldBe(isOpen);
        notice.GetProperty("people").GetArrayLength().ShouldBe(isOpen ? 1 : 0);
        (listed.GetProperty("isOpen").GetBoolean(), listed.GetProperty("count").GetInt32(), listed.TryGetProperty("people", out _)).ShouldBe((isOpen, 1, false));
        objected.StatusCode.ShouldBe(isOpen ? HttpStatusCode.Created : HttpStatusCode.Conflict);
        if (!isOpen)
            (await Town.CodeAsync(objected)).ShouldBe("notice.over");
    }

    [Fact]
    public async Task Of_many_who_publish_at_once_one_does()
    {
        await _town.DecideAsync();
        await _town.DecideAsync("李四", "371003198001010011");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(turn => _town.PublishAsync($"a1{turn}")));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(5);
        (await _town.ReadAsync(citizen: null, "/notices")).EnumerateArray().Count(notice => notice.GetProperty("site").GetString() == _town.Site).ShouldBe(1);
    }

    [Fact]
    public async Task Somebody_without_a_name_is_a_star()
    {
        await _town.DecideAsync(changes: [("name", null), ("idNumber", null)]);

        var notice = await _town.ReadAsync(citizen: null, $"/notices/{await _town.NoticeAsync()}");

        var shown = notice.GetProperty("people")[0];
        shown.GetProperty("name").GetString().ShouldBe("*");
        shown.TryGetProperty("idNumber", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_notice_or_programme_that_is_not_there_is_404()
    {
        using var passer = host.Passer();

        using var notice = await passer.GetAsync($"/notices/{Guid.CreateVersion7()}");
        using var year = await _town.PostAsync(Roles.Approver, "a002", "notices", new { programme = "4050", year = 1999 });

        (await Town.CodeAsync(notice)).ShouldBe("notice.unknown");
        (await Town.CodeAsync(year)).ShouldBe("programme.unknown");
    }
}
