using Microsoft.AspNetCore.Mvc;

namespace Wenden.Forms.Verifying;

/// <summary>
/// <c>GET /verify/{id}</c>: whether a form is genuine, for whoever has its id, which stands as a QR code on every form. <c>POST /verify</c>: the same for a
/// file, as the body; nothing of it is kept. Neither tells what the form says.
/// </summary>
internal static class VerifyForm
{
    /// <summary>Largest file, bytes; a signed form has some 60,000.</summary>
    public const int MostBytes = 2_000_000;

    public static void MapVerifyForm(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/verify/{id:guid}", Form).AllowAnonymous()
            .WithName(nameof(VerifyForm)).Produces<VerifiedForm>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/verify", File).AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .Accepts<byte[]>("application/pdf").WithName("VerifyFile").Produces<VerifiedFile>().ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> Form(Guid id, NpgsqlDataSource database, Archiving.FileArchive archive, CancellationToken ct) =>
        await new Verification(database, archive).FormAsync(id, ct) is { } form ? TypedResults.Ok(form) : Problem.NotFound("verify.unknown");

    private static async Task<IResult> File(HttpRequest request, NpgsqlDataSource database, Archiving.FileArchive archive, CancellationToken ct)
    {
        if (request.ContentLength > MostBytes)
            return Problem.Invalid("verify.not-pdf");
        using var body = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await request.Body.ReadAsync(buffer, ct)) > 0;)
        {
            if (body.Length + read > MostBytes)
                return Problem.Invalid("verify.not-pdf");
            body.Write(buffer, 0, read);
        }

        return body.ToArray() is [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] pdf
            ? TypedResults.Ok(await new Verification(database, archive).FileAsync(pdf, ct))
            : Problem.Invalid("verify.not-pdf");
    }
}
