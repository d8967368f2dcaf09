using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Polly;
using Wenden.Identity.Citizens;
using Wenden.Identity.Settings;

namespace Wenden.Identity.Pages;

/// <summary>Identity number, name and social-security card of a citizen. The answer is the same whether or not the registry knows them.</summary>
internal sealed class CitizenModel(
    IdentitySettings settings, CitizenCodes codes, RegistryCheck registry, DeliverCodes delivery, TimeProvider clock, IStringLocalizer<Texts> texts)
    : HallPage(settings)
{
    private const int LongestText = 100;

    [BindProperty]
    public string? IdNumber { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Card { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var name = Name?.Trim() ?? "";
        var card = Card?.Replace(" ", "") ?? "";
        IdentityNumber.Read(IdNumber, clock.HallDay(), out var number);
        if (number is null)
            return Refuse("citizen.number");
        if (name.Length is 0 or > LongestText || card.Length is 0 or > LongestText || name.Concat(card).Any(char.IsControl))
            return Refuse("citizen.incomplete");

        if (await codes.BeginAsync(number.Text, Caller, ct) is not { } begun)
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return Refuse("citizen.too-often");
        }

        try
        {
            var person = await registry.FindAsync(number.Text, name, card, ct);
            await codes.NoteAsync(begun.Challenge, person?.PersonId, name, ct);
            if (person?.Phone is { } phone)
                delivery.Add(new CodeMessage(phone, begun.Code, texts["code.message", begun.Code]));
        }
        catch (Exception exception) when (exception is HttpRequestException or ExecutionRejectedException)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Refuse("citizen.unavailable");
        }

        await HttpContext.SignInAsync(CitizenCodeModel.Scheme, CitizenCodeModel.PrincipalOf(begun.Challenge));
        return GoTo("/CitizenCode");
    }
}
