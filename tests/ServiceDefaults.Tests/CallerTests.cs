using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Wenden.ServiceDefaults.Tests;

public sealed class CallerTests
{
    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("role=board; name=b1; site=a", HttpStatusCode.Forbidden)]
    [InlineData("role=teller; name=t001; site=b", HttpStatusCode.Forbidden)]
    [InlineData("role=teller; name=t001", HttpStatusCode.Forbidden)]
    [InlineData("role=teller; name=t001; site=a", HttpStatusCode.OK)]
    [InlineData("role=board; role=teller; name=t001; site=b; site=a", HttpStatusCode.OK)]
    [InlineData("role=teller; name=t001; site=*", HttpStatusCode.OK)]
    public async Task A_teller_acts_at_the_own_site_only(string? caller, HttpStatusCode expected)
    {
        await using var service = await TestService.StartAsync();

        var answer = await service.GetAsync("/sites/a/desk", caller);

        answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task An_endpoint_that_names_nobody_lets_nobody_in()
    {
        await using var service = await TestService.StartAsync();

        var answer = await service.GetAsync("/forgotten", "role=operator; name=o1; site=*");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_is_no_endpoint_is_404_or_415_and_no_question_of_who_asks()
    {
        await using var service = await TestService.StartAsync();

        (await service.GetAsync("/nowhere", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await service.GetAsync("/sites/a/names", "role=teller; name=t001; site=a")).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await service.PostAsync("/sites/a/names", "name=x", "role=teller; name=t001; site=a", "application/x-www-form-urlencoded"))
            .StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("zh-CN,zh;q=0.9", "您不属于站点 a，不能在该站点操作")]
    [InlineData("en-GB", "You do not belong to site a and cannot act there")]
    [InlineData("fr", "您不属于站点 a，不能在该站点操作")]
    public async Task Problems_speak_the_askers_language_and_carry_code_and_trace(string language, string title)
    {
        await using var service = await TestService.StartAsync();

        var answer = await service.GetAsync("/sites/a/desk", "role=teller; name=t001; site=b", language);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("title").GetString().ShouldBe(title);
        problem.GetProperty("code").GetString().ShouldBe("site.foreign");
        problem.GetProperty("status").GetInt32().ShouldBe(403);
        problem.GetProperty("traceId").GetString()!.Length.ShouldBe(32);
    }

    [Theory]
    [InlineData("{\"name\":\"x\",\"more\":1}", "request.json")]
    [InlineData("{\"name\":\"x\",\"name\":\"y\"}", "request.json")]
    [InlineData("{\"name\":null}", "request.json")]
    [InlineData("{\"name\":1}", "request.json")]
    [InlineData("{", "request.json")]
    [InlineData("", "request.malformed")]
    public async Task Unreadable_bodies_are_400_and_say_where(string body, string code)
    {
        await using var service = await TestService.StartAsync();

        var answer = await service.PostAsync("/sites/a/names", body, "role=teller; name=t001; site=a");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe(code);
    }
}
