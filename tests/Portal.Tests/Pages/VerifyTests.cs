using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Wenden.Portal.Tests.Pages;

/// <summary>The page where anybody verifies a form.</summary>
public sealed partial class VerifyTests(PortalHall hall)
{
    [Fact]
    public async Task The_code_on_a_form_leads_to_what_is_known_of_it()
    {
        using var anybody = new Visitor(hall.First);

        using var answer = await anybody.OpenAsync($"/verify/1{Guid.CreateVersion7().ToString()[1..]}");
        var page = await answer.Content.ReadAsStringAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var text in new[] { "表单属实", "社保补贴申请表", "文登区人社综合服务大厅", "王**", "2019-10-21 09:12", new string('a', 64) })
            page.ShouldContain(text);
        page.ShouldNotContain("blazor.web");
    }

    [Fact]
    public async Task A_code_that_leads_nowhere_is_explained()
    {
        using var anybody = new Visitor(hall.First);

        using var answer = await anybody.OpenAsync($"/verify/0{Guid.CreateVersion7().ToString()[1..]}");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("没有这份表单");
    }

    [Theory]
    [InlineData("%PDF-signed", HttpStatusCode.OK, "文件属实")]
    [InlineData("%PDF-changed", HttpStatusCode.OK, "被改动过，不能采信")]
    [InlineData("%PDF-broken", HttpStatusCode.ServiceUnavailable, "暂时无法核验")]
    [InlineData("a letter", HttpStatusCode.OK, "不超过 2 MB 的 PDF")]
    [InlineData("", HttpStatusCode.OK, "不超过 2 MB 的 PDF")]
    public async Task A_file_is_judged(string content, HttpStatusCode status, string verdict)
    {
        using var anybody = new Visitor(hall.First);

        using var answer = await SendAsync(anybody, Encoding.UTF8.GetBytes(content));

        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(verdict);
    }

    [Fact]
    public async Task A_large_file_and_another_sites_form_are_refused()
    {
        using var anybody = new Visitor(hall.First);

        using var large = await SendAsync(anybody, new byte[2_000_001]);
        using var forged = await SendAsync(anybody, "%PDF-signed"u8.ToArray(), token: "forged");

        (await large.Content.ReadAsStringAsync()).ShouldContain("不超过 2 MB 的 PDF");
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task<HttpResponseMessage> SendAsync(Visitor anybody, byte[] content, string? token = null)
    {
        using var page = await anybody.OpenAsync("/verify");
        var fields = Field().Matches(await page.Content.ReadAsStringAsync()).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        fields["__RequestVerificationToken"] = token ?? fields["__RequestVerificationToken"];
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        form.Add(file, "File", "form.pdf");
        return await anybody.SendAsync(HttpMethod.Post, "/verify", form);
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)" */?>""")]
    private static partial Regex Field();
}
