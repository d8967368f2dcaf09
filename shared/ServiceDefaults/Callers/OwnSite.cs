using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wenden.ServiceDefaults.Problems;

namespace Wenden.ServiceDefaults.Callers;

/// <summary>Where the route names a <c>{site}</c>, the caller belongs to it. Judged before anything of the request is read.</summary>
internal sealed class OwnSite : AuthorizationHandler<OwnSite>, IAuthorizationRequirement
{
    public const string Code = "site.foreign";

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OwnSite requirement)
    {
        if (context.Resource is HttpContext http && http.GetRouteValue("site") is string site && !context.User.ActsAt(site))
            context.Fail(new AuthorizationFailureReason(this, Code));
        else
            context.Succeed(requirement);
        return Task.CompletedTask;
    }

    /// <summary>Says which site it was about; everything else is answered as usual.</summary>
    internal sealed class Answer : IAuthorizationMiddlewareResultHandler
    {
        private readonly AuthorizationMiddlewareResultHandler _usual = new();

        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
            authorizeResult.Forbidden && authorizeResult.AuthorizationFailure?.FailureReasons.Any(reason => reason.Message == Code) == true
                ? Problem.Forbidden(Code, context.GetRouteValue("site")!).ExecuteAsync(context)
                : _usual.HandleAsync(next, context, policy, authorizeResult);
    }
}
