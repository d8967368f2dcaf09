using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using Wenden.Identity.Accounts;

namespace Wenden.Identity.Storage;

/// <summary>How ASP.NET Core Identity and OpenIddict see the tables of <c>Storage/001_identity.sql</c>. It only maps; the scripts make the tables.</summary>
internal sealed class IdentityStore(DbContextOptions<IdentityStore> options) : IdentityUserContext<Account, Guid>(options)
{
    /// <summary>From here on it reads and writes in the transaction of the unit.</summary>
    public void Join(UnitOfWork unit)
    {
        Database.SetDbConnection(unit.Connection);
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.UseOpenIddict<Guid>();

        builder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Ignore(a => a.IsEnrolled).Ignore(a => a.NeedsSecondFactor);
            account.HasIndex(a => a.PersonId).IsUnique();
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("account_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("account_tokens");
        builder.Entity<OpenIddictEntityFrameworkCoreApplication<Guid>>().ToTable("clients");
        builder.Entity<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().ToTable("authorizations");
        builder.Entity<OpenIddictEntityFrameworkCoreScope<Guid>>().ToTable("scopes");
        builder.Entity<OpenIddictEntityFrameworkCoreToken<Guid>>().ToTable("tokens");
    }
}
