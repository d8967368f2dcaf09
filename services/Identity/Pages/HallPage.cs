using System.Net.Sockets;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wenden.Identity.Settings;

namespace Wenden.Identity.Pages;

/// <summary>What the pages of a sign-in share: where to go afterwards, and what went wrong.</summary>
[AllowAnonymous]
internal abstract class HallPage(IdentitySettings settings) : PageModel
{
    /// <summary>Where the person came from; only addresses of this service are followed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Key of the text that says what went wrong; none where nothing did.</summary>
    public string? Problem { get; private set; }

    /// <summary>Where the request comes from. An IPv6 line has more addresses than anybody could count; its first half is one line.</summary>
    protected string Caller => HttpContext.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetwork } address => address.ToString(),
        var address => Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)),
    };

    protected PageResult Refuse(string problem)
    {
        Problem = problem;
        // Nothing that was typed goes out again.
        ModelState.Clear();
        return Page();
    }

    /// <summary>To the page with the name, or where the person came from when there is none.</summary>
    protected IActionResult GoTo(string? page)
    {
        if (page is not null)
            return RedirectToPage(page, new { returnUrl = ReturnUrl });
        return Url.IsLocalUrl(ReturnUrl) ? LocalRedirect(ReturnUrl) : Redirect(settings.Home.AbsoluteUri);
    }
}
