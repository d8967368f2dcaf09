using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Wenden.Contracts.Queue;
using Wenden.Queue.Sites;

namespace Wenden.Queue.Tests.Tickets;

/// <summary>What comes out of the printer.</summary>
public sealed class SlipTests(QueueHall hall)
{
    private static readonly Encoding _chinese = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    [Fact]
    public async Task The_slip_for_a_thermal_printer_has_number_wait_and_link()
    {
        var (site, slip) = await IssueAsync(new SiteRules());

        using var response = await Caller.Kiosk(hall.Second, site).GetAsync($"/sites/{site}/tickets/{slip.Ticket.TicketId}/slip.escpos");
        var bytes = await response.Content.ReadAsByteArrayAsync();

        var text = _chinese.GetString(bytes);
        text.ShouldContain("测试大厅");
        text.ShouldContain("A001");
        text.ShouldContain("前面 0 位");
        text.ShouldContain($"/v/{slip.Link}");
        bytes[..4].ShouldBe([0x1B, 0x40, 0x1C, 0x26], "begins with a reset and Chinese characters");
        bytes[^3..].ShouldBe([0x1D, 0x56, 1], "ends with a cut");
    }

    [Theory]
    [InlineData(0x12, "printed")]
    [InlineData(0x72, "out-of-paper")]
    public async Task A_printer_says_whether_it_has_paper(byte status, string result)
    {
        using var printer = new TcpListener(IPAddress.Loopback, 0);
        printer.Start();
        var printing = PrintAsync(printer, status);
        var (site, slip) = await IssueAsync(new SiteRules { Printers = new() { ["kiosk-1"] = printer.LocalEndpoint.ToString()! } });

        using var response = await PrintAsync(site, slip, "kiosk-1");

        (await response.ReadAsync<JsonElement>()).GetProperty("result").GetString().ShouldBe(result);
        (await printing).Contains("A001", StringComparison.Ordinal).ShouldBe(result == "printed");
    }

    [Fact]
    public async Task An_unreachable_printer_leaves_the_number_valid()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var address = nobody.LocalEndpoint.ToString()!;
        nobody.Stop();
        var (site, slip) = await IssueAsync(new SiteRules { Printers = new() { ["kiosk-1"] = address } });

        using var response = await PrintAsync(site, slip, "kiosk-1");
        using var unknown = await PrintAsync(site, slip, "kiosk-2");

        (await response.ReadAsync<JsonElement>()).GetProperty("result").GetString().ShouldBe("unreachable");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "printer.unknown");
        (await Caller.Teller(hall.First, site).CallAsync(1)).TicketId.ShouldBe(slip.Ticket.TicketId);
    }

    private async Task<(string Site, Slip Slip)> IssueAsync(SiteRules rules)
    {
        var site = await hall.OpenSiteAsync(rules: rules);
        using var response = await Caller.Kiosk(hall.First, site).TryIssueAsync();
        return (site, await response.ReadAsync<Slip>());
    }

    private Task<HttpResponseMessage> PrintAsync(string site, Slip slip, string printer) =>
        Caller.Kiosk(hall.First, site).PostAsync($"/sites/{site}/tickets/{slip.Ticket.TicketId}/print", $$"""{"printer":"{{printer}}"}""");

    /// <summary>A printer that answers each question about its paper, and gives what it was sent.</summary>
    private static async Task<string> PrintAsync(TcpListener printer, byte status)
    {
        using var client = await printer.AcceptTcpClientAsync();
        await using var line = client.GetStream();
        var received = new List<byte>();
        var buffer = new byte[4096];
        for (int read; (read = await line.ReadAsync(buffer)) > 0;)
        {
            received.AddRange(buffer[..read]);
            if (received.TakeLast(3).SequenceEqual(new byte[] { 0x10, 0x04, 0x04 }))
                await line.WriteAsync(new[] { status });
        }

        return _chinese.GetString([.. received]);
    }
}
