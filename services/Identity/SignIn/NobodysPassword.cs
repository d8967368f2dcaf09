using Microsoft.AspNetCore.Identity;
using Wenden.Identity.Accounts;

namespace Wenden.Identity.SignIn;

/// <summary>What the password is compared with where there is no account, so that it takes as long: hashed as hard as all others.</summary>
internal sealed class NobodysPassword(IPasswordHasher<Account> hasher)
{
    public string Hash { get; } = hasher.HashPassword(new Account(), "nobody");
}
