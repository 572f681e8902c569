#!/bin/sh
# Make a Redmine of the tests' own on Debian 12 (as root): packages, a SQLite database in FOLDER, the REST interface on.
# The key of its administrator is printed last. Usage: redmine_setup.sh FOLDER
set -eu
folder="$1"
export DEBIAN_FRONTEND=noninteractive
if [ ! -d /usr/share/redmine ]; then
    apt-get update -qq
    # The post-installation script of the package stumbles over gems that Debian ships without a folder; they get one below.
    apt-get install -y -qq --no-install-recommends redmine redmine-sqlite dbconfig-no-thanks ruby-webrick >/dev/null 2>&1 || true
    ruby -rfileutils -e 'Gem::Specification.each { |s| d = s.full_gem_path; next if s.default_gem?; FileUtils.mkdir_p(d) unless File.directory?(d) }'
    dpkg --configure redmine >/dev/null 2>&1 || true
fi
mkdir -p /etc/redmine/default /var/lib/redmine/default/files /var/log/redmine/default /var/cache/redmine/default "$folder"
printf 'production:\n  adapter: sqlite3\n  database: %s/redmine.sqlite3\n' "$folder" > /etc/redmine/default/database.yml
head -c 40 /dev/urandom | base64 > /etc/redmine/default/secret_key.txt
echo 'gem "webrick"' > /usr/share/redmine/Gemfile.local
export REDMINE_INSTANCE=default X_DEBIAN_SITEID=default RAILS_ENV=production REDMINE_LANG=en SCHEMA=/dev/null
cd /usr/share/redmine
bundle install --local --quiet >/dev/null
bundle exec rake db:migrate >/dev/null
bundle exec rake redmine:load_default_data >/dev/null
bundle exec rails runner 'Setting.rest_api_enabled = 1; u = User.find_by_login("admin"); u.must_change_passwd = false; u.save!; puts u.api_key'
