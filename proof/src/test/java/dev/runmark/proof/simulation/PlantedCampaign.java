package dev.runmark.proof.simulation;

/** A campaign that finds something, for the tests of what tells it. */
public final class PlantedCampaign {

  private PlantedCampaign() {}

  public static Campaign ofALateSnapshot() {
    return new Campaign(Plant.SNAPSHOT_WITHOUT_NEWEST_EVENT::subject);
  }
}
