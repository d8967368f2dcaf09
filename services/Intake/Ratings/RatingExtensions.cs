namespace Wenden.Intake.Ratings;

internal static class RatingExtensions
{
    /// <summary>Rating on the phone, on the own page and at the window, and what tellers see of it (好差评).</summary>
    public static void MapRatings(this IEndpointRouteBuilder routes)
    {
        routes.MapRateOnPhone();
        routes.MapRateOwn();
        routes.MapRateAtWindow();
        routes.MapReadServedRatings();
    }
}
