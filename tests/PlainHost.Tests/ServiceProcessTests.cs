using System.Net;
using Wenden.PlainHost.Halls;
using Wenden.PlainHost.Processes;
using Wenden.PlainHost.Servers;

namespace Wenden.PlainHost.Tests;

public sealed class ServiceProcessTests
{
    [Fact]
    public async Task A_service_has_started_when_its_health_page_answers_200()
    {
        using var page = new HttpListener();
        var address = new Uri($"http://localhost:{Ports.Free()}");
        page.Prefixes.Add(address.ToString());
        page.Start();
        await using var service = new ServiceProcess("queue", () => new ProgramStart("/bin/sleep", "1000"), address, TimeSpan.FromSeconds(20), line: null);

        var starting = service.StartAsync();
        await AnswerAsync(page, 503);
        var afterUnhealthy = starting.IsCompleted;
        await AnswerAsync(page, 200);
        await starting;

        afterUnhealthy.ShouldBeFalse();
        service.IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task A_service_that_ends_at_once_tells_its_last_lines()
    {
        var program = new ProgramStart("/bin/sh", "-c", "echo the database is not there >&2; exit 3");
        await using var service = new ServiceProcess("queue", () => program, new Uri($"http://localhost:{Ports.Free()}"), TimeSpan.FromSeconds(20), line: null);

        var failure = await Should.ThrowAsync<ServerFailedException>(service.StartAsync());

        failure.Message.ShouldContain("queue ended with code 3");
        failure.Message.ShouldContain("the database is not there");
    }

    private static async Task AnswerAsync(HttpListener page, int status)
    {
        var context = await page.GetContextAsync();
        context.Request.Url!.AbsolutePath.ShouldBe("/health");
        context.Response.StatusCode = status;
        context.Response.Close();
    }
}
