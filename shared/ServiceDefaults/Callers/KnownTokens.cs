using System.Security.Claims;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Validation;
using static OpenIddict.Validation.OpenIddictValidationEvents;
using static OpenIddict.Validation.OpenIddictValidationHandlers.Protection;

namespace Wenden.ServiceDefaults.Callers;

/// <summary>
/// Tokens whose signature was checked within the last minute: a desk or a kiosk sends the same one with every request. Expiry, audience and whether the
/// account was stopped are judged every time.
/// </summary>
internal sealed class KnownTokens : IDisposable
{
    private const int Most = 5_000;
    private static readonly TimeSpan _trusted = TimeSpan.FromMinutes(1);
    private readonly MemoryCache _principals = new(new MemoryCacheOptions { SizeLimit = Most });

    public static void Use(OpenIddictValidationBuilder validation)
    {
        validation.AddEventHandler<ValidateTokenContext>(handler => handler.UseSingletonHandler<Recall>().SetOrder(ValidateIdentityModelToken.Descriptor.Order - 500));
        validation.AddEventHandler<ValidateTokenContext>(handler => handler.UseSingletonHandler<Keep>().SetOrder(ValidateIdentityModelToken.Descriptor.Order + 500));
    }

    public void Dispose() => _principals.Dispose();

    private sealed class Recall(KnownTokens known) : IOpenIddictValidationHandler<ValidateTokenContext>
    {
        public ValueTask HandleAsync(ValidateTokenContext context)
        {
            // Whoever comes after adds claims to what they are given.
            context.Principal ??= known._principals.Get<ClaimsPrincipal>(context.Token)?.Clone();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Keep(KnownTokens known) : IOpenIddictValidationHandler<ValidateTokenContext>
    {
        public ValueTask HandleAsync(ValidateTokenContext context)
        {
            // Not again what was recalled: nothing is trusted for longer than the minute.
            if (context.Principal is { } checkedNow && !known._principals.TryGetValue(context.Token, out _))
                known._principals.Set(context.Token, checkedNow.Clone(), new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = _trusted, Size = 1 });
            return ValueTask.CompletedTask;
        }
    }
}
