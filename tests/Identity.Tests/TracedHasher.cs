using System.Buffers.Binary;
using System.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Wenden.Fixture;
using Wenden.Identity.Accounts;

namespace Wenden.Identity.Tests;

/// <summary>The hasher of the service, with a span for each comparison that says how hard it is.</summary>
internal sealed class TracedHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<Account>(options)
{
    private static readonly ActivitySource _hashing = new(Work.Hashing);

    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        // A byte for the format, four for the function, then the number of rounds.
        var rounds = BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(hashedPassword).AsSpan(5));
        using var activity = _hashing.StartActivity($"password compared, {rounds} rounds");
        return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
