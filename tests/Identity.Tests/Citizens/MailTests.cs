using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SmtpServer;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Wenden.Identity.Tests.Citizens;

public sealed class MailTests
{
    [Fact]
    public async Task Outside_the_sample_hall_codes_go_by_mail_to_the_gateway()
    {
        var box = new MailBox();
        var port = PlainHost.Processes.Ports.Free();
        using var stop = new CancellationTokenSource();
        var running = StartServer(box, port, stop.Token);
        await using var real = await IdentityHall.OfItsOwnAsync(
            null,
            ("Identity:Sample", "false"), ("Identity:Smtp:Host", "127.0.0.1"), ("Identity:Smtp:Port", $"{port}"), ("Identity:Smtp:StartTls", "false"),
            ("Identity:Smtp:From", "hall@example.org"), ("Identity:Smtp:To", "{phone}@sms.example.org"));
        var citizen = real.Insure();
        using var browser = new Browser(real, language: "en");

        var asked = await browser.AskAsync(citizen);
        var (to, text) = await box.TakeAsync();
        var code = System.Text.RegularExpressions.Regex.Match(text, @"is (\d{6}),").Groups[1].Value;
        var shown = await browser.SubmitAsync(asked, ("Code", code));
        var routes = real.First.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

        to.ShouldBe($"{citizen.Phone}@sms.example.org");
        shown.Problem.ShouldBeNull();
        routes.ShouldNotContain(route => route.RoutePattern.RawText == "/codes");
        (await real.ScalarAsync<long>("select count(*) from sample_codes")).ShouldBe(0);
        await stop.CancelAsync();
        await running;
    }

    private static async Task StartServer(MailBox box, int port, CancellationToken ct)
    {
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add((IMessageStore)box);
        var server = new SmtpServer.SmtpServer(new SmtpServerOptionsBuilder().ServerName("localhost").Port(port).Build(), services);
        try
        {
            await server.StartAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
    }

    private sealed class MailBox : MessageStore
    {
        private readonly BlockingCollection<(string To, string Text)> _mails = [];

        public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            using var stream = new MemoryStream(buffer.ToArray());
            using var mail = MimeKit.MimeMessage.Load(stream, CancellationToken.None);
            _mails.Add(($"{transaction.To[0].User}@{transaction.To[0].Host}", mail.TextBody ?? ""), CancellationToken.None);
            return Task.FromResult(SmtpResponse.Ok);
        }

        public Task<(string To, string Text)> TakeAsync() => Task.Run(() =>
            _mails.TryTake(out var mail, TimeSpan.FromSeconds(30)) ? mail : throw new InvalidOperationException("No mail came."));
    }
}
