using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>Forms of a case before they are signed, and the tellers' tablets. A form whose source has changed is drawn anew when it is to be signed.</summary>
public sealed class FormStandIn
{
    /// <summary>What a test has changed in the registry meanwhile: the telephone, by case.</summary>
    public static ConcurrentDictionary<Guid, string> Changed { get; } = new();

    /// <summary>What was sent as the last signature of a case.</summary>
    public static ConcurrentDictionary<Guid, JsonElement> Signatures { get; } = new();

    private readonly ConcurrentDictionary<string, Guid> _tablets = new();

    public void Map(IEndpointRouteBuilder asked, Func<Guid, IReadOnlyList<Form>> formsOf)
    {
        asked.MapGet("/sites/{site}/cases/{id:guid}/forms", (Guid id) => formsOf(id).Select(View));
        asked.MapGet("/sites/{site}/forms/{id:guid}/preview.png", (int page) => Results.Text(
            $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 210 297' width='909' height='1286'><text x='60' y='40' font-size='12'>事项申请表 {page}</text></svg>", "image/svg+xml"));
        asked.MapGet("/sites/{site}/signing", (HttpContext context) =>
            _tablets.TryGetValue(Caller.Name(context), out var shown) ? Results.Ok(new { caseId = shown, openedAt = "2019-10-21T09:00:00+08:00" }) : Results.NoContent());
        asked.MapPut("/sites/{site}/signing", (HttpContext context, JsonElement wanted) =>
        {
            _tablets[Caller.Name(context)] = wanted.GetProperty("caseId").GetGuid();
            return Results.Ok(new { caseId = _tablets[Caller.Name(context)], openedAt = "2019-10-21T09:00:00+08:00" });
        });
        asked.MapDelete("/sites/{site}/signing", (HttpContext context) =>
        {
            _tablets.TryRemove(Caller.Name(context), out _);
            return Results.NoContent();
        });
        asked.MapPost("/sites/{site}/cases/{id:guid}/signature", (Guid id, JsonElement sent, HttpContext context) => Sign(id, sent, context, formsOf(id)));
    }

    private IResult Sign(Guid id, JsonElement sent, HttpContext context, IReadOnlyList<Form> forms)
    {
        if (context.Request.Headers["Idempotency-Key"].Count == 0)
            return Caller.Problem(400, "key.missing", "没有 Idempotency-Key");
        if (Changed.TryRemove(id, out var phone))
        {
            var changes = forms.Select(form => new { formId = form.Id, template = form.Template, field = "phone", label = "联系电话", before = form.Phone, after = phone }).ToArray();
            foreach (var form in forms)
                (form.Phone, form.Drawing) = (phone, form.Drawing + 1);
            return Results.Json(new { title = "表单内容在展示之后已变更，请核对后重新签名", status = 409, code = "form.changed", changes }, statusCode: 409, contentType: "application/problem+json");
        }

        var shown = sent.GetProperty("forms").EnumerateArray().Select(form => form.GetProperty("sha256").GetString()).ToArray();
        if (!shown.SequenceEqual(forms.Select(form => form.Sha256)))
            return Results.Json(new { title = "表单内容在展示之后已变更，请核对后重新签名", status = 409, code = "form.changed", changes = Array.Empty<object>() }, statusCode: 409);
        Signatures[id] = sent.Clone();
        foreach (var form in forms)
            form.IsSigned = true;
        _tablets.TryRemove(Caller.Name(context), out _);
        return Results.Ok(new { caseId = id, signedAt = "2019-10-21T09:12:00+08:00", forms = Array.Empty<object>() });
    }

    private static object View(Form form) => new
    {
        formId = form.Id, template = form.Template, templateVersion = 1, state = form.IsSigned ? "signed" : "rendered", needsSignature = true, isWithdrawn = false, sha256 = form.Sha256, pages = 1,
        fields = new[]
        {
            Field("name", "姓名", "王春梅", "公安户籍", "2019-09-30"), Field("idNumber", "公民身份号码", WindowStandIn.IdentityNumber, "公安户籍", "2019-09-30"),
            Field("phone", "联系电话", form.Phone, "本人填报", "2019-06-01"), Field("address", "现居住地址", "山东省威海市文登区龙山街道示例路12号3单元501室", "公安户籍", "2019-09-30"),
            Field("bankAccount", "银行账号", null, null, null),
        },
    };

    private static object Field(string name, string label, string? text, string? source, string? asOf) => new { name, label, code = text, text, source, asOf };

    /// <summary>Whether a form is genuine, for anybody: ids of form that begin with 0 are unknown, files are told by what they begin with.</summary>
    public static void MapVerification(IEndpointRouteBuilder app)
    {
        app.MapGet("/verify/{id:guid}", (Guid id, HttpContext context) =>
            context.Request.Headers.Authorization.Count > 0 ? Caller.Problem(500, "server.error", "nobody needs to say who they are")
            : id.ToString()[0] == '0' ? Caller.Problem(404, "verify.unknown", "没有这份表单") : Results.Ok(Verified(id)));
        app.MapPost("/verify", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            return await reader.ReadToEndAsync() switch
            {
                "%PDF-signed" => Results.Ok(new { sha256 = new string('a', 64), match = "signed", seal = new { state = "valid", name = "文登区人社综合服务大厅" }, form = Verified(Guid.CreateVersion7()) }),
                "%PDF-changed" => Results.Ok(new { sha256 = new string('b', 64), match = "unknown", seal = new { state = "broken" } }),
                "%PDF-broken" => Caller.Problem(503, "server.unavailable", "系统暂时不可用,请稍后重试"),
                _ => Caller.Problem(400, "verify.not-pdf", "请提交 PDF 文件"),
            };
        });
    }

    private static object Verified(Guid id) => new
    {
        formId = id, template = "subsidy-4050-application", siteName = "文登区人社综合服务大厅", state = "signed", person = "王**", renderedAt = "2019-10-21T09:00:00+08:00",
        renderedSha256 = new string('c', 64), signedAt = "2019-10-21T09:12:00+08:00", sha256 = new string('a', 64), isIntact = true,
        seal = new { state = "valid", name = "文登区人社综合服务大厅" },
    };

    /// <summary>A form of a case.</summary>
    public sealed class Form(string template = "service-item-application")
    {
        public Guid Id { get; } = Guid.CreateVersion7();

        public string Template => template;

        public string Phone { get; set; } = "13800000000";

        public int Drawing { get; set; } = 1;

        public bool IsSigned { get; set; }

        public string Sha256 => Drawing.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);
    }
}
